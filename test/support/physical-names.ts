/**
 * For every type of resource that the stack has, the properties by which it could be named for its account or region. A
 * type that is missing here has to be looked up and added.
 */
export const nameProperties: Readonly<Record<string, readonly string[]>> = {
  // Its name need not be unique: it is what the console shows.
  "AWS::ApiGatewayV2::Api": [],
  "AWS::ApiGatewayV2::ApiMapping": [],
  // The caller's own, as the context has it.
  "AWS::ApiGatewayV2::DomainName": [],
  "AWS::ApiGatewayV2::Integration": [],
  "AWS::ApiGatewayV2::Route": [],
  "AWS::ApiGatewayV2::Stage": [],
  "AWS::CloudWatch::Alarm": ["AlarmName"],
  "AWS::CloudWatch::Dashboard": ["DashboardName"],
  "AWS::CodeDeploy::Application": ["ApplicationName"],
  "AWS::CodeDeploy::DeploymentGroup": ["DeploymentGroupName"],
  "AWS::Cognito::UserPool": ["UserPoolName"],
  // Its prefix must be unique in the region; it is made of the stack's own ID.
  "AWS::Cognito::UserPoolDomain": [],
  // Its name is unique in its user pool.
  "AWS::Cognito::UserPoolResourceServer": [],
  "AWS::DynamoDB::GlobalTable": ["TableName"],
  "AWS::IAM::Policy": [],
  "AWS::IAM::Role": ["RoleName"],
  "AWS::Lambda::Alias": [],
  "AWS::Lambda::Function": ["FunctionName"],
  "AWS::Lambda::Permission": [],
  "AWS::Lambda::Version": [],
  "AWS::Logs::LogGroup": ["LogGroupName"],
  "AWS::Logs::MetricFilter": ["FilterName"],
  "AWS::Route53::RecordSet": [],
  "AWS::SNS::Subscription": [],
  "AWS::SNS::Topic": ["TopicName"],
  "AWS::SNS::TopicPolicy": [],
};
