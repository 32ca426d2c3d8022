/**
 * The properties of each resource type in the stack that set a name which must be unique in the account or region. Add
 * a missing type after looking up its properties.
 */
export const nameProperties: Readonly<Record<string, readonly string[]>> = {
  // Its name need not be unique: it is only a label in the console.
  "AWS::ApiGatewayV2::Api": [],
  "AWS::ApiGatewayV2::ApiMapping": [],
  // The domain name comes from the context.
  "AWS::ApiGatewayV2::DomainName": [],
  "AWS::ApiGatewayV2::Integration": [],
  "AWS::ApiGatewayV2::Route": [],
  "AWS::ApiGatewayV2::Stage": [],
  "AWS::CloudWatch::Alarm": ["AlarmName"],
  "AWS::CloudWatch::CompositeAlarm": ["AlarmName"],
  "AWS::CloudWatch::Dashboard": ["DashboardName"],
  "AWS::CodeDeploy::Application": ["ApplicationName"],
  "AWS::CodeDeploy::DeploymentGroup": ["DeploymentGroupName"],
  "AWS::Cognito::UserPool": ["UserPoolName"],
  // Its prefix must be unique in the region; it contains the stack's ID.
  "AWS::Cognito::UserPoolDomain": [],
  // Its name is unique in its user pool.
  "AWS::Cognito::UserPoolResourceServer": [],
  "AWS::DynamoDB::GlobalTable": ["TableName"],
  "AWS::IAM::Policy": [],
  "AWS::IAM::Role": ["RoleName"],
  "AWS::KMS::Key": [],
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
  // A rule must have a name; it contains the stage.
  "AWS::XRay::SamplingRule": [],
};
